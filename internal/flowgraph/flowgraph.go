package flowgraph

import (
	"context"

	"hotline/ivr"
)

// SVG is the flow as a picture. The error is that of the context.
func SVG(ctx context.Context, g ivr.Graph) ([]byte, error) {
	s := newSheet(g)
	s.unroll()
	if err := s.byGraphviz(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s.byLayers()
	}
	return s.svg(), nil
}
