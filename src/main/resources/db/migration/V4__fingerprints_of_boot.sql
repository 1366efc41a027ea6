-- Each upload asks how many fingerprints its boot has delivered.
CREATE INDEX fingerprints_boot ON fingerprints (boot);
