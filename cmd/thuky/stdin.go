package main

import (
	"context"
	"io"
	"sync"
)

// untilDone reads from a terminal or pipe until ctx is done, and from then on
// fails with its error: a read of standard input cannot be interrupted, and main
// has taken over the signal that would end the program. Nothing is read before
// it is asked for.
func untilDone(ctx context.Context, from io.Reader) io.Reader {
	out, in := io.Pipe()
	return &interruptible{Reader: out, start: sync.OnceFunc(func() {
		context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
		go func() {
			_, err := io.Copy(in, from)
			in.CloseWithError(err)
		}()
	})}
}

type interruptible struct {
	io.Reader
	start func()
}

func (r *interruptible) Read(p []byte) (int, error) {
	r.start()
	return r.Reader.Read(p)
}
