// Package fleet lets several engines share a journal's stream over Redis.
package fleet
