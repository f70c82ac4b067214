package lsp

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
)

// Settings are what a client can set: the settings of the checks, and the
// build tags of the code.
type settings struct {
	analyzer.Settings
	Tags []string `json:"tags,omitempty"`
}

// section is what clients call the settings of this server among those of
// others.
const section = "fanoutcheck"

// decodeSettings reads settings, be they alone or in their section. Given is
// false if the client has none to give, but null or those of other servers.
func decodeSettings(raw []byte) (s settings, given bool, err error) {
	var sections map[string]json.RawMessage
	if json.Unmarshal(raw, &sections) == nil && sections[section] != nil {
		raw = sections[section]
	}
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return s, false, nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return s, true, inPlainWords(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return s, true, errors.New("there is something after the settings")
	}
	for _, tag := range s.Tags {
		if tag == "" || strings.ContainsAny(tag, ", \t\n") {
			return s, true, fmt.Errorf("tags: %q is no build tag", tag)
		}
	}
	return s, true, s.Validate()
}

// inPlainWords says what is wrong with settings without the words of the JSON
// decoder, of which a reader would have to know the program.
func inPlainWords(err error) error {
	var mistyped *json.UnmarshalTypeError
	if errors.As(err, &mistyped) {
		name := strings.TrimPrefix(mistyped.Field, "Settings.")
		return fmt.Errorf("%s has to be %s", cmp.Or(name, "it all"), kinds[mistyped.Type.Kind()])
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fmt.Errorf("there is no setting %s; allowed are %s", name, strings.Join(names(), ", "))
	}
	return err
}

// kinds are what settings can be.
var kinds = map[reflect.Kind]string{
	reflect.Bool:   "true or false",
	reflect.Int:    "a whole number",
	reflect.Slice:  "a list of names",
	reflect.String: "a list of names", // one of those in it is none
	reflect.Struct: "an object",
}

// names returns the names of all settings.
func names() []string {
	names := []string{"tags"}
	new(settings).flags().VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	return names
}

// flags returns the flags whose values are the settings.
func (s *settings) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	s.AddFlags(flags)
	return flags
}

// arguments returns the flags that set what differs from the default.
func (s *settings) arguments() []string {
	var arguments []string
	standard := new(settings).flags()
	s.flags().VisitAll(func(f *flag.Flag) {
		if value := f.Value.String(); value != standard.Lookup(f.Name).Value.String() {
			arguments = append(arguments, fmt.Sprintf("-%s=%s", f.Name, value))
		}
	})
	return arguments
}

// buildFlags returns the flags that the go command has to know as well.
func (s *settings) buildFlags() []string {
	if len(s.Tags) == 0 {
		return nil
	}
	return []string{"-tags=" + strings.Join(s.Tags, ",")}
}
