// Package compose reads docker-compose.yml as Docker Compose itself does. No container
// engine is needed: Compose's own config command is authoritative for what the file
// means, with variables, anchors and profiles resolved.
package compose

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"hotline/internal/parts"
)

// Project is what Compose makes of a file.
type Project struct {
	Name     string
	Services map[string]Service
	Secrets  map[string]Secret
	Volumes  map[string]any
}

// Service is one container of a project.
type Service struct {
	Image       string
	Build       *Build
	User        string
	NetworkMode string `json:"network_mode"`
	Restart     string
	Entrypoint  []string
	Command     []string
	Environment map[string]*string
	DependsOn   map[string]Dependency `json:"depends_on"`
	Healthcheck *Healthcheck
	Volumes     []Mount
	Secrets     []struct{ Source, Target string }
	Tmpfs       []string
}

// Build says of which file in which folder an image is made.
type Build struct{ Context, Dockerfile string }

// Dependency is what has to be true of another service before one starts.
type Dependency struct {
	Condition string
	Required  bool
}

// Healthcheck is a command that tells whether a service does its work: CMD and its
// words, or CMD-SHELL and one line.
type Healthcheck struct {
	Test        []string
	Interval    string
	Timeout     string
	StartPeriod string `json:"start_period"`
}

// Mount puts a volume, or a folder of the machine (bind), at a place in a container.
type Mount struct {
	Type, Source, Target string
	ReadOnly             bool `json:"read_only"`
}

// Secret is a file that only those services see that name it.
type Secret struct{ File, Environment string }

// Load lets a Compose read a file with these profiles. It sees no variables but env,
// which are NAME=value. What Compose finds wrong is the error.
func Load(ctx context.Context, compose parts.Program, file string, env []string, profiles ...string) (Project, error) {
	cmd := compose.Cmd(ctx, "--file", file, "config", "--format", "json")
	// No settings of whoever runs this, and no .env beside the file.
	nothing, err := os.MkdirTemp("", "hotline-compose-")
	if err != nil {
		return Project{}, err
	}
	defer os.RemoveAll(nothing)
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + nothing, "DOCKER_CONFIG=" + nothing, "COMPOSE_DISABLE_ENV_FILE=1",
		"COMPOSE_PROFILES=" + strings.Join(profiles, ","),
	}, env...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return Project{}, fmt.Errorf("%s: %w: %s", filepath.Base(file), err, strings.TrimSpace(said.String()))
	}
	if said.Len() > 0 {
		return Project{}, fmt.Errorf("%s: Compose warns: %s", filepath.Base(file), strings.TrimSpace(said.String()))
	}
	var p Project
	if err := json.Unmarshal(out.Bytes(), &p); err != nil {
		return Project{}, fmt.Errorf("what Compose says of %s: %w", filepath.Base(file), err)
	}
	return p, nil
}
