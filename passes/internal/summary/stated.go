package summary

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
