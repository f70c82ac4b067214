package program

import "go/types"

// neverReturns says which functions end the goroutine or the process. The
// facts of ctrlflow say it of more functions, at the price of an analysis
// of every dependency.
func neverReturns(fn *types.Func) bool {
	return noReturn[fn.FullName()]
}

var noReturn = map[string]bool{
	"os.Exit":                                      true,
	"runtime.Goexit":                               true,
	"syscall.Exit":                                 true,
	"log.Fatal":                                    true,
	"log.Fatalf":                                   true,
	"log.Fatalln":                                  true,
	"log.Panic":                                    true,
	"log.Panicf":                                   true,
	"log.Panicln":                                  true,
	"(*log.Logger).Fatal":                          true,
	"(*log.Logger).Fatalf":                         true,
	"(*log.Logger).Fatalln":                        true,
	"(*log.Logger).Panic":                          true,
	"(*log.Logger).Panicf":                         true,
	"(*log.Logger).Panicln":                        true,
	"(*testing.common).Fatal":                      true,
	"(*testing.common).Fatalf":                     true,
	"(*testing.common).FailNow":                    true,
	"(*testing.common).Skip":                       true,
	"(*testing.common).Skipf":                      true,
	"(*testing.common).SkipNow":                    true,
	"(testing.TB).Fatal":                           true,
	"(testing.TB).Fatalf":                          true,
	"(testing.TB).FailNow":                         true,
	"(testing.TB).Skip":                            true,
	"(testing.TB).Skipf":                           true,
	"(testing.TB).SkipNow":                         true,
	"github.com/stretchr/testify/require.FailNow":  true,
	"github.com/stretchr/testify/require.FailNowf": true,
}
