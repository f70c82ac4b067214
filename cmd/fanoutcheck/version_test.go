package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestVersion(t *testing.T) {
	built := versionInfo{Version: "v1.2.3", Go: "go1.26.0", Platform: "linux/amd64", Tools: "v0.52.0"}
	require.Equal(t, "fanoutcheck v1.2.3 (go1.26.0 linux/amd64, golang.org/x/tools v0.52.0)", built.String())
	checkout := versionInfo{Version: "(devel)", Go: "go1.26.0", Platform: "linux/amd64", Revision: "0123456789abcdef0123", Modified: true}
	require.Equal(t, "fanoutcheck (devel) (go1.26.0 linux/amd64, revision 0123456789ab with changes)", checkout.String())
	short := versionInfo{Version: "(devel)", Go: "go1.26.0", Platform: "linux/amd64", Revision: "abc"}
	require.Equal(t, "fanoutcheck (devel) (go1.26.0 linux/amd64, revision abc)", short.String())
}
