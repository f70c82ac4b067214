package delegation

import "context"

// A decorator asks what it was given, and another one on the side. Nothing in
// the package puts one decorator into another.
type Resolver interface {
	Check(ctx context.Context, request string) (bool, error)
}

type Shadow struct{ main, shadow Resolver }

func NewShadow(main, shadow Resolver) Resolver { return Shadow{main, shadow} }

func (s Shadow) Check(ctx context.Context, request string) (bool, error) {
	ok, err := s.main.Check(ctx, request)
	if err != nil {
		return false, err
	}
	go func() {
		s.shadow.Check(context.WithoutCancel(ctx), request)
	}()
	return ok, nil
}

// What the package does put into a decorator does not come back.
type Limited struct {
	next  Resolver
	spare Resolver
}

func NewLimited() *Limited { return &Limited{next: Always{}, spare: Always{}} }

func (l *Limited) Check(ctx context.Context, request string) (bool, error) {
	go l.spare.Check(ctx, request)
	return l.next.Check(ctx, request)
}

type Always struct{}

func (Always) Check(context.Context, string) (bool, error) { return true, nil }

// An embedded interface is a decorator's, exported or not.
type Logged struct {
	Resolver
	Other Resolver
}

func (l Logged) Check(ctx context.Context, request string) (bool, error) {
	go l.Other.Check(ctx, request)
	return l.Resolver.Check(ctx, request)
}
