package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"

	"gopkg.in/yaml.v3"

	"hotline/internal/astconf"
	"hotline/internal/dialplan"
	"hotline/internal/prompt"
	"hotline/internal/site"
)

type asteriskConfigCmd struct {
	Dialplans  string         `help:"Folder of the dialplans tree." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	Secrets    string         `help:"YAML file of secrets: ari: …, seats: {\"8001\": …}." required:"" placeholder:"FILE" env:"HOTLINE_SECRETS" type:"path"`
	NewSecrets bool           `help:"Make passwords that are missing and write them to the secrets file."`
	Out        string         `help:"Folder for the files, usually /etc/asterisk." required:"" placeholder:"DIR" type:"path"`
	Pjsip      bool           `help:"Write only pjsip-hotline.conf, the trunks and seats: what a new seat needs."`
	Sounds     string         `help:"Folder for the fallback's sounds and the music; Asterisk must be able to read it. Default: sounds in the out folder." placeholder:"DIR" type:"path"`
	SIP        netip.AddrPort `name:"sip" help:"Where SIP listens." default:"0.0.0.0:5060"`
	External   string         `help:"Address that others see, when behind NAT." placeholder:"ADDRESS"`
	HTTP       netip.AddrPort `name:"http" help:"Where ARI listens: loopback or a private network only." default:"127.0.0.1:8088"`
	ARIUser    string         `name:"ari-user" help:"User for ARI." default:"hotline"`
	App        string         `help:"Name of the Stasis application." default:"hotline"`
	RTPFirst   uint16         `name:"rtp-first" help:"First UDP port for sound." default:"10000"`
	RTPLast    uint16         `name:"rtp-last" help:"Last UDP port for sound." default:"20000"`
	Modules    string         `help:"Asterisk's modules." default:"/usr/lib/x86_64-linux-gnu/asterisk/modules"`
	DataDir    string         `name:"data-dir" help:"Asterisk's data." default:"/usr/share/asterisk"`
	State      string         `help:"What must outlive a restart of Asterisk: registrations." default:"/var/lib/asterisk"`
	Spool      string         `help:"Asterisk's spool." default:"/var/spool/asterisk"`
	RunDir     string         `name:"run-dir" help:"Asterisk's pid and socket." default:"/run/asterisk"`
	Log        string         `help:"Asterisk's logs." default:"/var/log/asterisk"`
	Espeak     string         `help:"The espeak-ng that speaks the apology. Default: the machine's own, or one unpacked into your cache." placeholder:"FILE" type:"path"`
}

func (asteriskConfigCmd) Help() string {
	return `Renders asterisk-config/ for this site. Trunks and seats come from the dialplans
tree, passwords from the secrets file. To add a seat to a running Asterisk:

  1. add it to dialplans/seats.yaml
  2. hotline asterisk-config --pjsip --new-secrets --secrets FILE --out /etc/asterisk
  3. asterisk -rx "module reload res_pjsip.so", and kill -HUP the engine

Nothing is written when anything is wrong.`
}

func (a asteriskConfigCmd) Run(ctx context.Context, std streams) error {
	tree, err := dialplan.Load(a.Dialplans)
	if err != nil {
		return err
	}
	secrets, err := a.secrets(tree)
	if err != nil {
		return err
	}
	s := a.site(secrets)
	if err := site.Declare(&s, tree, secrets); err != nil {
		return err
	}
	if s.External, err = a.external(); err != nil {
		return err
	}
	files, err := a.render(ctx, &s, tree, std)
	if err != nil {
		return err
	}
	if err := writeFiles(a.Out, files); err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.out, "%d files in %s: %d trunks, %d seats\n", len(files), a.Out, len(s.Trunks), len(s.Seats))
	return err
}

func (a asteriskConfigCmd) site(secrets dialplan.Secrets) astconf.Site {
	return astconf.Site{
		Dirs: astconf.Dirs{Etc: a.Out, Modules: a.Modules, Data: a.DataDir, State: a.State, Spool: a.Spool, Run: a.RunDir, Log: a.Log},
		SIP:  a.SIP, HTTP: a.HTTP, App: a.App,
		ARI: astconf.Login{User: a.ARIUser, Password: secrets.ARI},
		RTP: astconf.Ports{First: a.RTPFirst, Last: a.RTPLast},
	}
}

func (a asteriskConfigCmd) external() (netip.Addr, error) {
	if a.External == "" {
		return netip.Addr{}, nil
	}
	addr, err := netip.ParseAddr(a.External)
	if err != nil {
		return addr, fmt.Errorf("--external: %w", err)
	}
	return addr, nil
}

// render makes all files in memory first.
func (a asteriskConfigCmd) render(ctx context.Context, s *astconf.Site, tree *dialplan.Tree, std streams) (map[string][]byte, error) {
	if a.Pjsip {
		text, err := astconf.RenderPJSIP(*s)
		return map[string][]byte{astconf.PJSIPFile: text}, err
	}
	log, err := newLogger(std.err, "info", "text")
	if err != nil {
		return nil, err
	}
	run, err := voice(a.Espeak, log)(ctx)
	if err != nil {
		return nil, fmt.Errorf("no voice for the apology: %w", err)
	}
	speaker, err := prompt.NewEspeak(ctx, run, nil)
	if err != nil {
		return nil, err
	}
	sounds := a.Sounds
	if sounds == "" {
		sounds = filepath.Join(a.Out, "sounds")
	}
	library, err := prompt.Open(prompt.Config{Dir: filepath.Join(sounds, "cache"), Manifest: tree.Manifest, Speaker: speaker, Log: log})
	if err != nil {
		return nil, err
	}
	if err := site.Sounds(ctx, s, library, sounds); err != nil {
		return nil, err
	}
	return astconf.Render(*s)
}

// secrets reads the file, and completes it when asked to.
func (a asteriskConfigCmd) secrets(tree *dialplan.Tree) (dialplan.Secrets, error) {
	if _, err := os.Stat(a.Secrets); a.NewSecrets && errors.Is(err, fs.ErrNotExist) {
		return a.complete(dialplan.Secrets{}, tree)
	}
	secrets, err := dialplan.LoadSecrets(a.Secrets)
	if err != nil || !a.NewSecrets {
		return secrets, err
	}
	return a.complete(secrets, tree)
}

// complete makes what is missing, and writes the file if anything was.
func (a asteriskConfigCmd) complete(secrets dialplan.Secrets, tree *dialplan.Tree) (dialplan.Secrets, error) {
	if site.Complete(&secrets, tree) == 0 {
		return secrets, nil
	}
	text, err := yaml.Marshal(map[string]any{"ari": secrets.ARI, "seats": secrets.Seats})
	if err != nil {
		return secrets, err
	}
	return secrets, os.WriteFile(a.Secrets, text, 0o600)
}

// writeFiles puts each file in place as a whole. They hold passwords, so others
// may not read them.
func writeFiles(dir string, files map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("the out folder: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, name)
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, files[name]) {
			continue
		}
		if err := os.WriteFile(path+".new", files[name], 0o640); err != nil {
			return fmt.Errorf("write Asterisk's configuration: %w", err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			return fmt.Errorf("write Asterisk's configuration: %w", err)
		}
	}
	return nil
}
