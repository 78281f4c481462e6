package switchboard

import (
	"testing"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/dialplan"
)

func TestASeatIsThereWhileOneOfItsPhonesIs(t *testing.T) {
	play(t, func(s *scene) {
		s.standsAs("pair", "8031", acd.StateSignedOut).online("8051").standsAs("pair", "8031", acd.StateReady)
		s.online("8031").offline("8051").standsAs("pair", "8031", acd.StateReady)
		s.offline("8031").standsAs("pair", "8031", acd.StateSignedOut)

		// A second telephone does not end what the agent said at the first.
		s.online("8031").dials("desk", "8031", "*12").heard("desk").online("8051").standsAs("pair", "8031", acd.StateSignedOut)
		s.offline("8031", "8051").online("8051").standsAs("pair", "8031", acd.StateReady)
		s.linkDown().linkUp().standsAs("pair", "8031", acd.StateReady)
	})
}

// After a restart a seat is not taken for gone because of its other telephone.
func TestOneOfTwoPhonesAfterARestart(t *testing.T) {
	play(t, func(s *scene) {
		s.online("8051").dials("desk", "8031", "*14").heard("desk").standsAs("pair", "8031", acd.StatePaused)
		s.crash().look().restart(loadTree(t)).happened("floor pair").standsAs("pair", "8031", acd.StatePaused)
	})
}

func TestASecondPhoneComesWhileTheFirstIsAway(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8031").arrives("ann", "12391").heard("ann").refuses("8031", asterisk.DialNoAnswer, 1, 404)
		s.standsAs("pair", "8031", acd.StateUnreachable).online("8051").told("floor pair", "seat-reachable 8031")
		s.hangsUp("ann")
	})
}

// guest signs a seat in at a telephone of nobody.
func (s *scene) guest(floor, seat, phone string) *scene {
	s.board.floor(floor).send(acd.SignIn{At: s.board.now(), Seat: seat, Phone: phone})
	return s.do(func(*phones) {})
}

func TestASeatAsAGuest(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8031", "9001").guest("pair", "8031", "9001").arrives("ann", "12391").heard("ann")
		s.told("ann", "* leg-dialled 8031 at 9001").told("ann", "dial PJSIP/9001 as ann-1 for 32s").notTold("ann", "* leg-dialled 8031")

		// Its own telephones do not matter now, the other one does.
		s.offline("8031").standsAs("pair", "8031", acd.StateOffered).offline("9001")
		s.told("floor pair", "offer-ended ann at 8031: unreachable").standsAs("pair", "8031", acd.StateUnreachable)
		s.online("8031").standsAs("pair", "8031", acd.StateUnreachable)
		s.online("9001").answers("9001").talking("ann", "9001").hangsUp("ann")

		// The next engine knows where it is; there nobody is a guest for ever.
		s.crash().restart(loadTree(t)).at(20).arrives("bob", "12391").heard("bob").answers("9001").talking("bob", "9001").hangsUp("bob")
		s.at(40).dials("desk", "8031", "*12").heard("desk").offline("9001").standsAs("pair", "8031", acd.StateSignedOut)
		s.dials("desk2", "8031", "*11").heard("desk2").arrives("cat", "12391").heard("cat").told("cat", "* leg-dialled 8031").hangsUp("cat")
	})
}

// A telephone of nobody means nothing while no seat is there.
func TestATelephoneOfNobody(t *testing.T) {
	play(t, func(s *scene) {
		s.look().online("9001").offline("9001").online("trunk-carrier").happened("floor pair").happened("floor city")
	})
}

// A reload that gives a seat another telephone brings what is known of that.
func TestReloadChangesThePhones(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8059").standsAs("pair", "8032", acd.StateSignedOut)
		s.board.Reload(withPhone(t, "8032", "8059"))
		s.at(1).standsAs("pair", "8032", acd.StateReady)
		s.board.Reload(loadTree(t))
		s.at(2).standsAs("pair", "8032", acd.StateSignedOut)
	})
}

func withPhone(t *testing.T, seat, phone string) *dialplan.Tree {
	tree := loadTree(t)
	has := tree.Seats[seat]
	has.Phones = append(has.Phones, phone)
	tree.Seats[seat], tree.Phones[phone] = has, dialplan.Phone{Number: phone, Seat: seat}
	return tree
}

// leaves signs a seat out.
func (s *scene) leaves(floor, seat string) *scene {
	s.board.floor(floor).send(acd.SignOut{At: s.board.now(), Seat: seat})
	return s.do(func(*phones) {})
}
