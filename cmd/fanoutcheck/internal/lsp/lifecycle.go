package lsp

import (
	"context"
	"fmt"

	"go.lsp.dev/protocol"
)

// Abilities are what a client can do, of all that the server makes use of.
type abilities struct {
	encoding        encoding
	documentChanges bool // edits that name the version of the file they are for
	related         bool // related information of diagnostics
	markdown        bool // in hovers
	progress        bool
	configuration   bool // it can be asked for settings
	watch           bool // it can be told to watch files
	watchSettings   bool // it can be told to send settings that change
}

func abilitiesOf(c protocol.ClientCapabilities) abilities {
	a := abilities{encoding: protocol.PositionEncodingKindUTF16}
	if g := c.General; g != nil {
		a.encoding = choose(g.PositionEncodings)
	}
	if w := c.Window; w != nil {
		a.progress = yes(w.WorkDoneProgress)
	}
	if w := c.Workspace; w != nil {
		a.configuration = yes(w.Configuration)
		a.documentChanges = w.WorkspaceEdit != nil && yes(w.WorkspaceEdit.DocumentChanges)
		a.watch = w.DidChangeWatchedFiles != nil && yes(w.DidChangeWatchedFiles.DynamicRegistration)
		a.watchSettings = w.DidChangeConfiguration != nil && yes(w.DidChangeConfiguration.DynamicRegistration)
	}
	if t := c.TextDocument; t != nil {
		a.related = t.PublishDiagnostics != nil && yes(t.PublishDiagnostics.RelatedInformation)
		a.markdown = t.Hover != nil && len(t.Hover.ContentFormat) > 0 &&
			t.Hover.ContentFormat[0] == protocol.MarkupKindMarkdown
	}
	return a
}

func yes(b *bool) bool { return b != nil && *b }

// fixAll is the kind of the action that fixes a whole file.
const fixAll protocol.CodeActionKind = "source.fixAll.fanoutcheck"

func (s *server) initialize(_ context.Context, params *protocol.InitializeParams) (*protocol.InitializeResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = running
	s.client = abilitiesOf(params.Capabilities)
	s.configure(params.InitializationOptions)
	incremental := protocol.TextDocumentSyncKindIncremental
	return &protocol.InitializeResult{
		Capabilities: protocol.ServerCapabilities{
			PositionEncoding: s.client.encoding,
			TextDocumentSync: &protocol.TextDocumentSyncOptions{
				OpenClose: new(true),
				Change:    &incremental,
				Save:      protocol.Boolean(true),
			},
			HoverProvider: protocol.Boolean(true),
			CodeActionProvider: &protocol.CodeActionOptions{
				CodeActionKinds: []protocol.CodeActionKind{protocol.CodeActionKindQuickFix, fixAll},
			},
			// Files of all folders are served, so nothing is done about the list of them.
			Workspace: &protocol.WorkspaceOptions{
				WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{Supported: new(true)},
			},
		},
		ServerInfo: protocol.ServerInfo{Name: "fanoutcheck", Version: protocol.NewOptional(s.version)},
	}, nil
}

// initialized asks for what only a client that is ready can be asked for.
func (s *server) initialized(*protocol.InitializedParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var wanted []protocol.Registration
	if s.client.watch {
		wanted = append(wanted, protocol.Registration{
			ID: "files", Method: protocol.MethodWorkspaceDidChangeWatchedFiles,
			RegisterOptions: value(map[string]any{"watchers": []any{
				map[string]string{"globPattern": "**/*.go"},
				map[string]string{"globPattern": "**/go.{mod,sum,work}"},
			}}),
		})
	}
	if s.client.watchSettings {
		wanted = append(wanted, protocol.Registration{
			ID: "settings", Method: protocol.MethodWorkspaceDidChangeConfiguration,
			RegisterOptions: value(map[string]any{"section": section}),
		})
	}
	if len(wanted) > 0 {
		s.background(func(ctx context.Context) {
			err := s.call(ctx, protocol.MethodClientRegisterCapability, &protocol.RegistrationParams{Registrations: wanted}, nil)
			if err != nil && ctx.Err() == nil {
				s.log(protocol.MessageTypeWarning, fmt.Sprintf("The editor does not watch files: %v", err))
			}
		})
	}
	if s.client.configuration {
		s.background(s.askSettings)
	}
	return nil
}

// askSettings has the client tell its settings.
func (s *server) askSettings(ctx context.Context) {
	var answer []protocol.LSPAny
	err := s.call(ctx, protocol.MethodWorkspaceConfiguration,
		&protocol.ConfigurationParams{Items: []protocol.ConfigurationItem{{Section: new(section)}}}, &answer)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		s.log(protocol.MessageTypeWarning, fmt.Sprintf("The editor does not tell its settings: %v", err))
	case len(answer) == 1:
		s.mu.Lock()
		defer s.mu.Unlock()
		s.configure(answer[0])
	}
}

func (s *server) didChangeConfiguration(params *protocol.DidChangeConfigurationParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client.configuration {
		s.background(s.askSettings)
		return nil
	}
	s.configure(params.Settings)
	return nil
}

// configure puts settings into force, if they are right, and has everything
// analysed under them. It needs the lock.
func (s *server) configure(raw protocol.LSPAny) {
	wanted, given, err := decodeSettings(raw)
	switch {
	case err != nil:
		s.show(protocol.MessageTypeError, fmt.Sprintf("Settings of fanoutcheck: %v. The ones before stay in force.", err))
	case given:
		s.settings = wanted
		clear(s.told)
		s.reconsider(0)
	}
}
