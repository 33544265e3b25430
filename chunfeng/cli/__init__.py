"""The command line: ``chunfeng dock``, ``template``, ``demo-data``, ``demo``."""
