package ivr

func (v *collect) enter(s *Session) { v.ask(s) }

func (v *collect) ask(s *Session) {
	s.phase, s.typed = 0, ""
	s.play(v.question(s.speech())...)
}

func (v *collect) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded:
		s.wait(v.timeout)
	case Timeout:
		v.timeUp(s)
	case Key:
		switch {
		case !isDialKey(in.Digit):
		case s.phase == phaseConfirm:
			s.hush()
			v.confirmed(s, in.Digit)
		default:
			s.hush()
			v.key(s, in.Digit)
		}
	}
}

// isDialKey: the key is on every telephone.
func isDialKey(digit byte) bool {
	return digit >= '0' && digit <= '9' || digit == '*' || digit == '#'
}

func (v *collect) timeUp(s *Session) {
	switch {
	case s.playing: // the end of the prompt got lost
		s.hush()
		s.wait(v.timeout)
	case s.phase == phaseConfirm:
		v.unconfirmed(s, true)
	case s.typed != "":
		v.finish(s)
	default:
		v.retry(s, true)
	}
}

func (v *collect) key(s *Session, digit byte) {
	switch {
	case digit == '*':
		v.ask(s)
	case digit == '#' && s.typed == "" && v.empty != nil:
		v.keep(s) // not the digits of another try
		s.follow(v.empty)
	case digit == '#' && s.typed == "":
		s.slowDown()
		v.ask(s)
	case digit == '#':
		v.finish(s)
	case digit == '0' && s.typed == "" && !v.zero && !v.bySeat:
		s.toPerson(wordToPerson, "person")
	default:
		s.typed += string(digit)
		if len(s.typed) == v.most {
			v.finish(s)
			return
		}
		s.wait(betweenKeys)
	}
}

func (v *collect) finish(s *Session) {
	switch {
	case s.typed == "0" && !v.bySeat:
		s.toPerson(wordToPerson, "person")
	case !v.fits(s.typed):
		s.lead = []Text{s.words(wordWrongDigits)}
		v.retry(s, false)
	case v.confirm:
		v.readBack(s)
	default:
		v.take(s)
	}
}

func (v *collect) fits(digits string) bool {
	return len(digits) >= v.least && len(digits) <= v.most && (v.pattern == nil || v.pattern.MatchString(digits))
}

func (v *collect) readBack(s *Session) {
	s.phase = phaseConfirm
	sp := s.speech()
	s.play(sp.own(sp.word(wordYouEntered), spell(s.language(), s.typed), sp.word(wordConfirm)))
}

func (v *collect) confirmed(s *Session, digit byte) {
	switch digit {
	case '1':
		v.take(s)
	case '2':
		v.retry(s, false)
	case '0':
		v.wantsPerson(s)
	case '*':
		v.readBack(s)
	case '#':
		s.slowDown()
		v.readBack(s)
	default:
		v.unconfirmed(s, false)
	}
}

// unconfirmed reads the digits back once more, to a caller who said neither yes
// nor no.
func (v *collect) unconfirmed(s *Session, silent bool) {
	if s.tooMany(v.retries) {
		v.giveUp(s, silent)
		return
	}
	v.readBack(s)
}

// wantsPerson: a seat that is asked to confirm has nobody to be put through to.
func (v *collect) wantsPerson(s *Session) {
	if v.bySeat {
		v.unconfirmed(s, false)
		return
	}
	s.toPerson(wordToPerson, "person")
}

func (v *collect) take(s *Session) {
	v.keep(s)
	s.follow(v.then)
}

func (v *collect) keep(s *Session) {
	if v.secret {
		s.scope.setSecret(v.as, s.typed)
	} else {
		s.scope.setDigits(v.as, s.typed)
	}
}

// giveUp leads on a caller, or a seat, who made too many mistakes or said nothing.
func (v *collect) giveUp(s *Session, silent bool) {
	v.asking.giveUp(s, silent || v.bySeat)
}

func (v *collect) retry(s *Session, silent bool) {
	if s.tooMany(v.retries) {
		v.giveUp(s, silent)
		return
	}
	v.ask(s)
}
