// Package site turns the dialplans tree and the secrets into what Asterisk's
// configuration needs: trunks, telephones, the fallback group and the sounds that
// play when no engine runs. All of them are declared once, in the tree; Asterisk
// knows telephones only, and the engine who sits at them.
package site

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"hotline/internal/astconf"
	"hotline/internal/dialplan"
	"hotline/internal/music"
	"hotline/internal/prompt"
)

// What callers hear from Asterisk itself when no engine takes their call.
const (
	ApologyText = "您好，这里是残疾人服务热线。非常抱歉，系统暂时繁忙，正在为您直接转接人工座席，请不要挂机。"
	SorryText   = "非常抱歉，现在没有座席能够接听。请您稍后再拨，谢谢。"
)

// Declare fills the site's trunks, telephones and fallback group. Every telephone
// needs a password in secrets; a seat at an outside number has none.
func Declare(into *astconf.Site, tree *dialplan.Tree, secrets dialplan.Secrets) error {
	into.Trunks, into.Phones = nil, nil
	for _, name := range slices.Sorted(maps.Keys(tree.Trunks)) {
		t := tree.Trunks[name]
		into.Trunks = append(into.Trunks, astconf.Trunk{Name: name, Match: t.Match, Contact: t.Contact})
	}
	for _, number := range slices.Sorted(maps.Keys(tree.Phones)) {
		password := secrets.Seats[number]
		if password == "" {
			return fmt.Errorf("telephone %s has no password in the secrets file: add it under seats:, or let --new-secrets make one", number)
		}
		into.Phones = append(into.Phones, astconf.Phone{Number: number, Name: tree.Phones[number].Name, Password: password, TLS: tree.Phones[number].TLS})
	}
	into.Fallback = tree.Fallback
	return nil
}

// Complete makes a password for every telephone, for ARI and for the fleet, and a PIN for every
// seat, that has none yet, and tells how many it made.
func Complete(secrets *dialplan.Secrets, tree *dialplan.Tree) int {
	made := 0
	fill := func(secret string, fresh func() string) string {
		if secret != "" {
			return secret
		}
		made++
		return fresh()
	}
	secrets.Seats, secrets.PINs = cloned(secrets.Seats), cloned(secrets.PINs)
	for number := range tree.Phones {
		secrets.Seats[number] = fill(secrets.Seats[number], rand.Text)
	}
	for seat := range tree.Seats {
		secrets.PINs[seat] = fill(secrets.PINs[seat], func() string { return newPIN(seat) })
	}
	for _, of := range []*string{&secrets.ARI, &secrets.Redis, &secrets.Grafana} {
		*of = fill(*of, rand.Text)
	}
	if len(tree.Machines) > 0 {
		secrets.Peers = fill(secrets.Peers, rand.Text)
	}
	return made
}

// cloned is never nil.
func cloned(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	maps.Copy(out, m)
	return out
}

// Sounds puts the apology, the closing words and the music into dir, which
// Asterisk must be able to read, and names them in the site.
func Sounds(ctx context.Context, into *astconf.Site, library *prompt.Library, dir string) error {
	var err error
	if into.Apology, err = place(ctx, library, ApologyText, filepath.Join(dir, "apology")); err != nil {
		return err
	}
	if into.Sorry, err = place(ctx, library, SorryText, filepath.Join(dir, "sorry")); err != nil {
		return err
	}
	calm := filepath.Join(dir, "music")
	if err := writeMusic(filepath.Join(calm, "jasmine.wav")); err != nil {
		return fmt.Errorf("music: %w", err)
	}
	into.Music = map[string]string{"default": calm, "calm": calm}
	return nil
}

// place copies the sound of a text to path, and returns path, which has no
// extension because Asterisk wants none.
func place(ctx context.Context, library *prompt.Library, text, path string) (string, error) {
	sound, err := library.Get(ctx, "", text)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	from, err := os.Open(sound.Path + ".wav")
	if err != nil {
		return "", err
	}
	defer from.Close()
	return path, write(path+".wav", func(w io.Writer) error { _, err := io.Copy(w, from); return err })
}

func writeMusic(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return write(path, func(w io.Writer) error { return prompt.WriteWAV(w, music.Jasmine()) })
}

// write makes the file as a whole or not at all.
func write(path string, fill func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := fill(f); err != nil {
		_ = f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		_ = f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
