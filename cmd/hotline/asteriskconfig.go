package main

import (
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
	Machine    string         `help:"Which machine of machines.yaml this is. Default: the host's name, if it is one of them." placeholder:"NAME" env:"HOTLINE_MACHINE"`
	Pjsip      bool           `help:"Write only pjsip-hotline.conf, the trunks and seats: what a new seat needs."`
	Sounds     string         `help:"Folder for the fallback's sounds and the music; Asterisk must be able to read it. Default: sounds in the out folder." placeholder:"DIR" type:"path"`
	SIP        netip.AddrPort `name:"sip" help:"Where SIP listens." default:"0.0.0.0:5060"`
	TLS        netip.AddrPort `name:"tls" help:"Where SIP listens with encryption, such as 0.0.0.0:5061. Default: nowhere." placeholder:"ADDRESS"`
	TLSCert    string         `name:"tls-cert" help:"PEM file of the certificate for --tls, and those it stands on." default:"/etc/asterisk/tls/cert.pem"`
	TLSKey     string         `name:"tls-key" help:"PEM file of its key; Asterisk must be able to read it." default:"/etc/asterisk/tls/key.pem"`
	External   netip.Addr     `help:"Address that others see, when behind NAT." placeholder:"ADDRESS"`
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
	Espeak     string         `help:"The espeak-ng that speaks the apology. Default: the machine's own, or one unpacked into your cache." placeholder:"FILE" env:"HOTLINE_ESPEAK" type:"path"`
}

func (asteriskConfigCmd) Help() string {
	return `Renders asterisk-config/ for this site. Trunks and seats come from the dialplans
tree, passwords from the secrets file. To add a seat to a running Asterisk:

  1. add it to dialplans/seats.yaml
  2. hotline asterisk-config --pjsip --new-secrets --secrets FILE --out DIR
  3. asterisk -rx "module reload res_pjsip.so", and kill -HUP the engine

A change of the fallback group is in extensions.conf: leave --pjsip away, and
"dialplan reload" too. When anything is wrong, no file is changed. Files that are
there keep owner and mode; root gives new ones to the owner of their folder.`
}

func (a asteriskConfigCmd) Run(ctx context.Context, std streams) error {
	tree, err := dialplan.Load(a.Dialplans)
	if err != nil {
		return err
	}
	secrets, made, err := a.secrets(tree)
	if err != nil {
		return err
	}
	warn(std.err, append(tree.Warnings, secrets.Warnings...))
	s := a.site(secrets)
	if err := site.Declare(&s, tree, secrets); err != nil {
		return err
	}
	if err := site.Peers(&s, tree, a.machine(tree), secrets); err != nil {
		return err
	}
	rendered, err := a.render(ctx, &s, tree, std)
	if err != nil {
		return err
	}
	files, err := a.files(rendered, secrets, made)
	if err != nil {
		return err
	}
	if err := replace(files); err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.out, "%d files in %s: %d trunks, %d telephones, %d new passwords and PINs\n",
		len(rendered), a.Out, len(s.Trunks), len(s.Phones), made)
	return err
}

// machine is the one that is named, or that has the name of the host.
func (a asteriskConfigCmd) machine(tree *dialplan.Tree) string {
	host, _ := os.Hostname()
	if _, known := tree.Machines[host]; a.Machine == "" && known {
		return host
	}
	return a.Machine
}

func (a asteriskConfigCmd) site(secrets dialplan.Secrets) astconf.Site {
	return astconf.Site{
		Dirs: astconf.Dirs{Etc: a.Out, Modules: a.Modules, Data: a.DataDir, State: a.State, Spool: a.Spool, Run: a.RunDir, Log: a.Log},
		SIP:  a.SIP, TLS: astconf.TLS{Listen: a.TLS, Cert: a.TLSCert, Key: a.TLSKey}, External: a.External, HTTP: a.HTTP, App: a.App,
		ARI: astconf.Login{User: a.ARIUser, Password: secrets.ARI},
		RTP: astconf.Ports{First: a.RTPFirst, Last: a.RTPLast},
	}
}

// render makes all files in memory. The sounds are made when nothing else can
// be wrong any more: a first rendering without them tells.
func (a asteriskConfigCmd) render(ctx context.Context, s *astconf.Site, tree *dialplan.Tree, std streams) (map[string][]byte, error) {
	if a.Pjsip {
		text, err := astconf.RenderPJSIP(*s)
		return map[string][]byte{astconf.PJSIPFile: text}, err
	}
	if _, err := astconf.Render(*s); err != nil {
		return nil, err
	}
	if err := a.sounds(ctx, s, tree, std); err != nil {
		return nil, err
	}
	return astconf.Render(*s)
}

// sounds makes what Asterisk plays by itself.
func (a asteriskConfigCmd) sounds(ctx context.Context, s *astconf.Site, tree *dialplan.Tree, std streams) error {
	log, err := newLogger(std.err, "info", "text")
	if err != nil {
		return err
	}
	run, err := voice(a.Espeak, log)(ctx)
	if err != nil {
		return fmt.Errorf("no voice for the apology: %w", err)
	}
	speaker, err := prompt.NewEspeak(ctx, run)
	if err != nil {
		return err
	}
	dir := a.Sounds
	if dir == "" {
		dir = filepath.Join(a.Out, "sounds")
	}
	library, err := prompt.Open(prompt.Config{Dir: filepath.Join(dir, "cache"), Manifest: tree.Manifest, Speaker: speaker, Log: log})
	if err != nil {
		return err
	}
	return site.Sounds(ctx, s, library, dir)
}

// secrets reads the file, and completes what it says when asked to.
func (a asteriskConfigCmd) secrets(tree *dialplan.Tree) (secrets dialplan.Secrets, made int, err error) {
	if _, err := os.Stat(a.Secrets); !a.NewSecrets || !errors.Is(err, fs.ErrNotExist) {
		if secrets, err = dialplan.LoadSecrets(a.Secrets); err != nil {
			return secrets, 0, err
		}
	}
	if a.NewSecrets {
		made = site.Complete(&secrets, tree)
	}
	return secrets, made, nil
}

// files are all that is to be written: the secrets first, if there are new ones,
// so that no password is in force that nobody knows.
func (a asteriskConfigCmd) files(rendered map[string][]byte, secrets dialplan.Secrets, made int) ([]outFile, error) {
	var files []outFile
	if made > 0 {
		text, err := yaml.Marshal(secretsFile(secrets))
		if err != nil {
			return nil, err
		}
		files = append(files, outFile{a.Secrets, text, 0o600})
	}
	for _, name := range slices.Sorted(maps.Keys(rendered)) {
		files = append(files, outFile{filepath.Join(a.Out, name), rendered[name], 0o640}) // they hold passwords
	}
	return files, nil
}

// secretsFile is what the file of secrets holds.
func secretsFile(secrets dialplan.Secrets) map[string]any {
	all := map[string]any{"ari": secrets.ARI, "redis": secrets.Redis, "grafana": secrets.Grafana, "seats": secrets.Seats, "pins": secrets.PINs}
	if secrets.Peers != "" {
		all["peers"] = secrets.Peers
	}
	return all
}
