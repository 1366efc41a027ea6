-- How far an installation is: of the stage installing alone. install_failure: why the latest try failed, else NULL.
ALTER TABLE machines ADD COLUMN install_tries INTEGER NOT NULL DEFAULT 1;
ALTER TABLE machines ADD COLUMN install_what TEXT NOT NULL DEFAULT '';
ALTER TABLE machines ADD COLUMN install_percent INTEGER;
ALTER TABLE machines ADD COLUMN install_failure TEXT;
