// Package dip asks other servers for what a flow wants to know of a call: one
// question over HTTP, one answer in JSON.
//
// The caller is on the line meanwhile and the answer is a stranger's, so all is
// bounded: the time by the context, the answer by its size, the redirects to the
// server that was asked. No proxy of the environment is used. Addresses hold
// callers' numbers; errors name the server alone.
package dip
