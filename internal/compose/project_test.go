package compose_test

import (
	"context"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/compose"
	"hotline/internal/parts"
)

const (
	patience  = 10 * time.Minute // a fetch over a slow line
	shipped   = "../../docker-compose.yml"
	twoOnHost = "two-machines"
)

func finder(t *testing.T) (context.Context, parts.Program) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cache, err := parts.CacheDir()
	require.NoError(t, err)
	program, err := parts.Compose(ctx, cache, slog.New(slog.NewTextHandler(t.Output(), nil)))
	require.NoError(t, err)
	return ctx, program
}

func load(t *testing.T, env []string, profiles ...string) compose.Project {
	t.Helper()
	ctx, program := finder(t)
	p, err := compose.Load(ctx, program, shipped, env, profiles...)
	require.NoError(t, err)
	return p
}

// The start order: who waits for whom, and until when.
const (
	ended   = "service_completed_successfully"
	healthy = "service_healthy"
	started = "service_started"
)

func TestServicesAndTheirOrder(t *testing.T) {
	one := map[string]map[string]string{
		"configure":  {},
		"asterisk":   {"configure": ended},
		"redis":      {"configure": ended},
		"hotline":    {"asterisk": healthy, "redis": healthy},
		"prometheus": {"hotline": started},
		"grafana":    {"prometheus": healthy},
	}
	two := maps.Clone(one)
	maps.Copy(two, map[string]map[string]string{
		"configure-second": {"configure": ended},
		"asterisk-second":  {"configure-second": ended},
		"hotline-second":   {"asterisk-second": healthy, "redis": healthy},
	})
	require.Equal(t, one, order(load(t, nil)))
	require.Equal(t, two, order(load(t, nil, twoOnHost)))
}

func order(p compose.Project) map[string]map[string]string {
	waits := map[string]map[string]string{}
	for name, s := range p.Services {
		waits[name] = map[string]string{}
		for on, d := range s.DependsOn {
			waits[name][on] = d.Condition
		}
	}
	return waits
}

// What runs on is watched, and started again when it ends. What others wait for until it
// is healthy says when that is.
func TestHealthChecks(t *testing.T) {
	for name, s := range load(t, nil, twoOnHost).Services {
		if strings.HasPrefix(name, "configure") {
			require.Nil(t, s.Healthcheck, name)
			require.Empty(t, s.Restart, name)
			continue
		}
		require.NotNil(t, s.Healthcheck, name)
		require.Greater(t, len(s.Healthcheck.Test), 1, name)
		require.Contains(t, []string{"CMD", "CMD-SHELL"}, s.Healthcheck.Test[0], name)
		require.NotEmpty(t, s.Healthcheck.Interval, name)
		require.NotEmpty(t, s.Healthcheck.Timeout, name)
		require.Equal(t, "unless-stopped", s.Restart, name)
	}
}

// nameOfSecret is how a variable is named that holds one.
var nameOfSecret = regexp.MustCompile(`(?i)passw|token|_key$|secret$`)

// Passwords are in files: in no variable, and on no command line.
func TestSecretsAreFiles(t *testing.T) {
	p := load(t, nil, twoOnHost)
	require.NotEmpty(t, p.Secrets)
	for name, secret := range p.Secrets {
		require.NotEmpty(t, secret.File, name)
		require.Empty(t, secret.Environment, name)
	}
	for name, s := range p.Services {
		for variable := range s.Environment {
			require.NotRegexp(t, nameOfSecret, variable, name)
		}
		if s.Environment["HOTLINE_DATA"] != nil {
			require.Equal(t, "/srv/hotline/secrets/secrets.yaml", *s.Environment["HOTLINE_SECRETS"], name)
		}
	}
	for _, name := range []string{"redis", "grafana"} {
		require.Len(t, p.Services[name].Secrets, 1, name)
		require.Equal(t, "hotline", p.Services[name].Secrets[0].Source, name)
	}
}

// Whatever is taken from this folder is there; images from elsewhere have a version.
func TestWhatTheServicesAreMadeOf(t *testing.T) {
	p := load(t, nil, twoOnHost)
	for name, s := range p.Services {
		if s.Build != nil {
			require.FileExists(t, filepath.Join(s.Build.Context, s.Build.Dockerfile), name)
		} else {
			require.Regexp(t, `:v?[0-9][0-9.]*$`, s.Image, name)
		}
		for _, m := range s.Volumes {
			switch {
			case m.Type == "volume":
				require.Contains(t, p.Volumes, m.Source, name)
			case filepath.Base(m.Source) != "secrets": // made at the first start
				require.DirExists(t, m.Source, name)
				require.True(t, m.ReadOnly, "%s: %s", name, m.Source)
			}
		}
	}
}

// What the second machine of one host has of its own does not collide with the first's.
func TestTheSecondMachineHasItsOwn(t *testing.T) {
	p := load(t, []string{"HOTLINE_ADDRESS=192.0.2.1", "HOTLINE_SECOND_ADDRESS=192.0.2.2"}, twoOnHost)
	for _, name := range []string{"configure", "asterisk", "hotline"} {
		first, second := writable(p.Services[name]), writable(p.Services[name+"-second"])
		for _, volume := range second {
			require.NotContains(t, first, volume, name)
		}
	}
	for _, variable := range []string{"HOTLINE_MACHINE", "HOTLINE_LISTEN", "HOTLINE_ARI_URL"} {
		require.NotEqual(t, p.Services["hotline"].Environment[variable], p.Services["hotline-second"].Environment[variable])
	}
	for _, flag := range []string{"--machine=", "--sip=", "--http=", "--rtp-first="} {
		require.NotEqual(t, given(p.Services["configure"], flag), given(p.Services["configure-second"], flag), flag)
	}
}

func writable(s compose.Service) (volumes []string) {
	for _, m := range s.Volumes {
		if m.Type == "volume" && !m.ReadOnly {
			volumes = append(volumes, m.Source)
		}
	}
	return volumes
}

func given(s compose.Service, flag string) string {
	i := slices.IndexFunc(s.Command, func(word string) bool { return strings.HasPrefix(word, flag) })
	if i < 0 {
		return ""
	}
	return strings.TrimPrefix(s.Command[i], flag)
}

// What is wrong with a file, Compose says.
func TestAFileWithAMistake(t *testing.T) {
	ctx, program := finder(t)
	for says, text := range map[string]string{
		"imagee":                 "services: {redis: {imagee: redis:7}}\n",
		"hotline":                "services: {a: {image: a:1, depends_on: [hotline]}}\n",
		"HOTLINE_X":              "services: {a: {image: \"a:${HOTLINE_X}\"}}\n",
		"depends_on.a.condition": "services: {a: {image: a:1}, b: {image: b:1, depends_on: {a: {condition: service_helathy}}}}\n",
		"undefined secret pin":   "services: {a: {image: a:1, secrets: [pin]}}\n",
	} {
		file := filepath.Join(t.TempDir(), "docker-compose.yml")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		_, err := compose.Load(ctx, program, file, nil)
		require.ErrorContains(t, err, says)
	}
}
