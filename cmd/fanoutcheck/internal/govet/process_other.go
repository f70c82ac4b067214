//go:build !unix

package govet

import "os/exec"

// group leaves a command as it is: where there are no groups of processes,
// what the go command has started when it is killed ends by itself.
func group(cmd *exec.Cmd) { cmd.Cancel = cmd.Process.Kill }

func endGroup(*exec.Cmd) {}
