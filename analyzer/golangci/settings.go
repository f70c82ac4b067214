package golangci

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/golangci/plugin-module-register/register"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
)

// decode returns the settings that golangci-lint has read. What it does not
// know or has the wrong type is an error, in words of a configuration file.
func decode(conf any) (analyzer.Settings, error) {
	settings, err := register.DecodeSettings[analyzer.Settings](conf)
	var wrongType *json.UnmarshalTypeError
	switch {
	case err == nil:
		return settings, settings.Validate()
	case errors.As(err, &wrongType) && wrongType.Field != "":
		return settings, fmt.Errorf("%s: wanted is %s, not a %s", wrongType.Field, kind(wrongType.Type), wrongType.Value)
	}
	if _, unknown, ok := strings.Cut(err.Error(), "unknown field "); ok {
		err = fmt.Errorf("there is no setting %s", unknown)
	}
	return settings, fmt.Errorf("%w; allowed are %s", err, strings.Join(keys(), ", "))
}

// keys returns the names of the settings.
func keys() []string {
	var names []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[analyzer.Settings]()) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "-" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// kind names a type in words of a configuration file.
func kind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Slice:
		return "a list of names"
	}
	return "a name"
}
