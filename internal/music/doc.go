// Package music makes the music that callers hear while they wait: the old folk
// tune 茉莉花 (Jasmine Flower, in the public domain), plucked softly. It is
// placeholder audio like the espeak-ng voice: put files of your own into the
// class's folder to replace it.
package music
