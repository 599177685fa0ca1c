BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('p001_exercises');
CREATE TABLE exercise (
	id VARCHAR NOT NULL, 
	done BOOLEAN NOT NULL, 
	attempts INTEGER NOT NULL, 
	hints INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "exercise" VALUES('00.1',1,1,0);
INSERT INTO "exercise" VALUES('02.1',0,7,2);
INSERT INTO "exercise" VALUES('02.2',1,3,3);
COMMIT;
