package worklists
