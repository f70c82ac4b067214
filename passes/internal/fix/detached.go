package fix

// detached moves a spawn that nothing joins.
func (r *rewrite) detached() (message string, obstacle *Obstacle) {
	return "", obstruct(r.spawn.Node(), "nothing waits for this goroutine")
}
