package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"hotline/internal/dialplan"
	"hotline/internal/flowgraph"
	"hotline/internal/problem"
	"hotline/ivr"
)

type graphCmd struct {
	Flow   string `arg:"" optional:"" help:"Name of the flow; without one the flows are listed."`
	Dir    string `help:"Folder of the dialplans tree." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	Format string `help:"mermaid or svg; usually as the file to write is called, else mermaid." enum:",mermaid,svg" default:""`
	Out    string `short:"o" help:"File to write instead of printing." type:"path" placeholder:"FILE"`
}

func (c graphCmd) Run(ctx context.Context, std streams) error {
	tree, err := dialplan.Load(c.Dir)
	if err != nil {
		return err
	}
	if c.Flow == "" {
		return listFlows(tree.Program, std)
	}
	flow, ok := tree.Program.Flow(c.Flow)
	if !ok {
		return noFlow(c.Flow, tree.Program.Names())
	}
	picture, err := c.draw(ctx, flow.Graph())
	if err != nil {
		return err
	}
	if c.Out != "" {
		return replace([]outFile{{path: c.Out, content: picture, mode: 0o644}})
	}
	_, err = std.out.Write(picture)
	return err
}

func (c graphCmd) draw(ctx context.Context, g ivr.Graph) ([]byte, error) {
	format, err := c.format()
	if err != nil {
		return nil, err
	}
	if format == "svg" {
		return flowgraph.SVG(ctx, g)
	}
	return []byte(flowgraph.Mermaid(g)), nil
}

// format is the one asked for, or the one that the file's name promises.
func (c graphCmd) format() (string, error) {
	if c.Format != "" {
		return c.Format, nil
	}
	switch ext := filepath.Ext(c.Out); ext {
	case ".svg":
		return "svg", nil
	case "", ".mmd", ".mermaid", ".md", ".txt":
		return "mermaid", nil
	default:
		return "", fmt.Errorf("--out: no %s can be drawn; let the name end in .svg or .mmd, or give --format", ext)
	}
}

func listFlows(program *ivr.Program, std streams) error {
	for _, name := range program.Names() {
		flow, _ := program.Flow(name)
		if _, err := fmt.Fprintf(std.out, "%-20s %s\n", name, flow.Title); err != nil {
			return err
		}
	}
	return nil
}

func noFlow(name string, known []string) error {
	text := fmt.Sprintf("there is no flow %q", name)
	if hint := problem.DidYouMean(name, known); hint != "" {
		text += "; " + hint
	}
	return errors.New(text)
}
