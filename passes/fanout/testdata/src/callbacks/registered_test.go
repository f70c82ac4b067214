package callbacks

import "testing"

func TestRetry(*testing.T) {
	c := new(client)
	c.OnError(func(url string) { c.fetch(url) })
	c.fetch("home")
}
