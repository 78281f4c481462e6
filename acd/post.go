package acd

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// Post is a seat's part in one queue. In JSON a post that is nothing but its queue
// is a string.
type Post struct {
	Queue   string `json:"queue"`
	Level   int    `json:"level,omitempty"`   // 1 to 98: lower ones are asked first; 0 = 1
	Weight  int64  `json:"weight,omitempty"`  // head start of this queue's calls at this seat, ms
	Share   int    `json:"share,omitempty"`   // of calls, for Weighted; 0 = 1
	Reserve bool   `json:"reserve,omitempty"` // only while the queue is pressed
}

// Serving are plain posts in these queues.
func Serving(queues ...string) []Post {
	posts := make([]Post, 0, len(queues))
	for _, id := range queues {
		posts = append(posts, Post{Queue: id})
	}
	return posts
}

type postObject Post // without methods

// MarshalJSON writes the short form where it says all.
func (p Post) MarshalJSON() ([]byte, error) {
	if p == (Post{Queue: p.Queue}) {
		return json.Marshal(p.Queue)
	}
	return json.Marshal(postObject(p))
}

// UnmarshalJSON reads both forms.
func (p *Post) UnmarshalJSON(data []byte) error {
	*p = Post{}
	if len(data) > 1 && data[0] == '"' {
		if name := data[1 : len(data)-1]; !bytes.ContainsRune(name, '\\') && utf8.Valid(name) { // there are many
			p.Queue = string(name)
			return nil
		}
		return json.Unmarshal(data, &p.Queue)
	}
	return json.Unmarshal(data, (*postObject)(p))
}

func (p Post) level() int {
	if p.Level <= 0 {
		return 1
	}
	return min(p.Level, AllLevels-1)
}

func (p Post) share() int64 { return int64(max(p.Share, 1)) }
