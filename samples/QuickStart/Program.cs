// Runs one command line with the module loaded, against DynamoDB Local.
return 0;
