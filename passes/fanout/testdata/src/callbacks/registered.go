package callbacks

// A client tells whoever registered of its failures. Only its test hands in
// a callback that fetches again, and that is not how the program runs.
type client struct{ onError []func(url string) }

func (c *client) OnError(f func(url string)) { c.onError = append(c.onError, f) }

func (c *client) fetch(url string) { go c.get(url) }

func (c *client) get(url string) {
	for _, f := range c.onError {
		f(url)
	}
}
