package summary

import (
	"slices"
	"strings"
	"sync"
)

// stated holds what the code of a function does not show: it reaches its
// function through the runtime, a queue or an interface, or it waits.
var stated = map[string][]Effect{
	"time.AfterFunc": {0, Spawns},

	// These wait for the goroutine that they start.
	"(*testing.T).Run":         {0, Calls},
	"(*testing.B).Run":         {0, Calls},
	"(*testing.B).RunParallel": {Calls | Many},

	// These reach the function through an interface.
	"go/ast.Inspect":     {0, Calls | Many},
	"sort.Slice":         {0, Calls | Many},
	"sort.SliceStable":   {0, Calls | Many},
	"sort.SliceIsSorted": {0, Calls | Many},

	"context.AfterFunc": {0, Spawns},

	"(*github.com/fanoutcheck/fanoutcheck/runtime/lifo.Limiter).Go":       {Spawns},
	"(*github.com/fanoutcheck/fanoutcheck/runtime/lifo.Limiter).Block":    {Calls},
	"(*github.com/fanoutcheck/fanoutcheck/runtime/lifo.Group).Go":         {Spawns},
	"(*github.com/fanoutcheck/fanoutcheck/runtime/lifo.ErrorGroup).Go":    {Spawns},
	"(*github.com/fanoutcheck/fanoutcheck/runtime/lifo.ErrorGroup).TryGo": {Spawns},

	// The workers of these pools receive their tasks from queues.
	"github.com/panjf2000/ants.Submit":                         {Spawns},
	"(*github.com/panjf2000/ants.Pool).Submit":                 {Spawns},
	"github.com/panjf2000/ants/v2.Submit":                      {Spawns},
	"(*github.com/panjf2000/ants/v2.Pool).Submit":              {Spawns},
	"(*github.com/panjf2000/ants/v2.MultiPool).Submit":         {Spawns},
	"(*github.com/alitto/pond.WorkerPool).Submit":              {Spawns},
	"(*github.com/alitto/pond.WorkerPool).TrySubmit":           {Spawns},
	"(*github.com/alitto/pond.TaskGroup).Submit":               {Spawns},
	"(*github.com/alitto/pond.TaskGroupWithContext).Submit":    {Spawns},
	"(github.com/alitto/pond/v2.Pool).Go":                      {Spawns},
	"(github.com/alitto/pond/v2.Pool).Submit":                  {Spawns},
	"(github.com/alitto/pond/v2.Pool).SubmitErr":               {Spawns},
	"(github.com/alitto/pond/v2.Pool).TrySubmit":               {Spawns},
	"(github.com/alitto/pond/v2.Pool).TrySubmitErr":            {Spawns},
	"(github.com/alitto/pond/v2.ResultPool[R]).Submit":         {Spawns},
	"(github.com/alitto/pond/v2.ResultPool[R]).SubmitErr":      {Spawns},
	"(github.com/alitto/pond/v2.TaskGroup).Submit":             {Spawns},
	"(github.com/alitto/pond/v2.TaskGroup).SubmitErr":          {Spawns},
	"(github.com/alitto/pond/v2.ResultTaskGroup[O]).Submit":    {Spawns},
	"(github.com/alitto/pond/v2.ResultTaskGroup[O]).SubmitErr": {Spawns},
}

// standardWraps are the functions of the standard library that return a function
// which calls those of these arguments.
var standardWraps = map[string][]int{
	"sync.OnceFunc":   {0},
	"sync.OnceValue":  {0},
	"sync.OnceValues": {0},
}

// Spawners returns the names of the functions in the tables that start
// goroutines.
func Spawners() []string {
	var names []string
	for _, table := range []map[string][]Effect{stated, standard} {
		for name := range table {
			effects := stated[name]
			if effects == nil {
				effects = standard[name]
			}
			if slices.ContainsFunc(effects, func(e Effect) bool { return e&Spawns != 0 }) {
				names = append(names, name)
			}
		}
	}
	return names
}

// standardLibrary holds the paths of the standard library's packages that can
// be imported.
var standardLibrary = sync.OnceValue(func() map[string]bool {
	found := make(map[string]bool)
	for path := range strings.FieldsSeq(`
archive/tar archive/zip bufio bytes cmp compress/bzip2 compress/flate compress/gzip compress/lzw compress/zlib
container/heap container/list container/ring context crypto crypto/aes crypto/cipher crypto/des crypto/dsa
crypto/ecdh crypto/ecdsa crypto/ed25519 crypto/elliptic crypto/fips140 crypto/hkdf crypto/hmac crypto/hpke
crypto/md5 crypto/mlkem crypto/mlkem/mlkemtest crypto/pbkdf2 crypto/rand crypto/rc4 crypto/rsa crypto/sha1
crypto/sha256 crypto/sha3 crypto/sha512 crypto/subtle crypto/tls crypto/x509 crypto/x509/pkix database/sql
database/sql/driver debug/buildinfo debug/dwarf debug/elf debug/gosym debug/macho debug/pe debug/plan9obj
embed encoding encoding/ascii85 encoding/asn1 encoding/base32 encoding/base64 encoding/binary encoding/csv
encoding/gob encoding/hex encoding/json encoding/pem encoding/xml errors expvar flag fmt go/ast go/build
go/build/constraint go/constant go/doc go/doc/comment go/format go/importer go/parser go/printer go/scanner
go/token go/types go/version hash hash/adler32 hash/crc32 hash/crc64 hash/fnv hash/maphash html html/template
image image/color image/color/palette image/draw image/gif image/jpeg image/png index/suffixarray io io/fs
io/ioutil iter log log/slog log/syslog maps math math/big math/bits math/cmplx math/rand math/rand/v2 mime
mime/multipart mime/quotedprintable net net/http net/http/cgi net/http/cookiejar net/http/fcgi
net/http/httptest net/http/httptrace net/http/httputil net/http/pprof net/mail net/netip net/rpc
net/rpc/jsonrpc net/smtp net/textproto net/url os os/exec os/signal os/user path path/filepath plugin reflect
regexp regexp/syntax runtime runtime/cgo runtime/coverage runtime/debug runtime/metrics runtime/pprof
runtime/race runtime/trace slices sort strconv strings structs sync sync/atomic syscall testing
testing/cryptotest testing/fstest testing/iotest testing/quick testing/slogtest testing/synctest text/scanner
text/tabwriter text/template text/template/parse time time/tzdata unicode unicode/utf16 unicode/utf8 unique
unsafe weak
`) {
		found[path] = true
	}
	return found
})
