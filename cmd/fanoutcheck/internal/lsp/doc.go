// Package lsp is a language server that shows in an editor what fanoutcheck
// finds, beside the editor's own server for Go.
//
// In come a client's messages, out go diagnostics, fixes and explanations. What
// they say comes from package govet, that is from the go command, so an editor
// shows what the command line shows. The packages of open files are analysed,
// with all open packages of a module or workspace in one run: what has not
// changed, the go command answers from its cache. Files that differ from
// what is on disk are laid over it.
//
// The protocol, its types and its transport are those of go.lsp.dev/protocol and
// go.lsp.dev/jsonrpc2. They are generated from the protocol's own model and have
// all of version 3.18, with no other dependency than a JSON library. jrpc2 and
// sourcegraph/jsonrpc2 are good transports too, but have no types: some forty
// would have to be written by hand. Its ready-made server is not used, for it
// handles all messages at once, edits of a file included, and an error in a
// notification ends the connection: see [server.handle].
package lsp
