package callbacks

type tide struct{ parts []*tide }

// A stepper is somebody else's.
type stepper interface{ next(*tide) }

type waves struct{ source stepper }

func (w *waves) flow(t *tide) {
	for _, part := range t.parts {
		go w.source.next(part)
	}
}
