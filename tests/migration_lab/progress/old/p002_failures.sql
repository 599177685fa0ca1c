BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('p002_failures');
CREATE TABLE exercise (
	id VARCHAR NOT NULL, 
	done BOOLEAN NOT NULL, 
	attempts INTEGER NOT NULL, 
	hints INTEGER NOT NULL, failure VARCHAR DEFAULT '' NOT NULL, criterion VARCHAR DEFAULT '' NOT NULL, repeats INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "exercise" VALUES('00.1',1,1,0,'','',0);
INSERT INTO "exercise" VALUES('02.1',0,7,2,'not yet','rename.rows-kept',4);
INSERT INTO "exercise" VALUES('02.2',1,3,3,'','',0);
COMMIT;
