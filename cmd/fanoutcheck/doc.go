/*
Fanoutcheck finds goroutines that a recursive program starts without a limit.

Usage:

	fanoutcheck [flags] [packages]
	fanoutcheck explain [flags] file:line ...
	fanoutcheck graph [flags] [packages]
	fanoutcheck help [topic]
	fanoutcheck version [-json]
	fanoutcheck completion bash|zsh|fish

Run "fanoutcheck help" for the flags, the checks and the exit statuses,
"fanoutcheck help CHECK" for what a check looks for and what it accepts,
"fanoutcheck help settings" for what can be set, and
"fanoutcheck help formats" for the forms in which reports are printed.

The same program is a tool for the go command:

	go vet -vettool=$(which fanoutcheck) ./...
	go vet -vettool=$(which fanoutcheck) -explain ./...
	go vet -vettool=$(which fanoutcheck) -fix ./...
	go fix -fixtool=$(which fanoutcheck) ./...

Called by a person, it calls go vet with itself as the tool and prints what comes
back in a form made for reading.
*/
package main
