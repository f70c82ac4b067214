// checks: unboundedspawn

package p

import "program/probe"

func sort(data []int, done chan<- bool) {
	if len(data) <= 1 {
		probe.Sum(data)
		done <- true
		return
	}
	halves := make(chan bool)
	go sort(data[:len(data)/2], halves)
	go sort(data[len(data)/2:], halves)
	for range 2 {
		<-halves
	}
	done <- true
}

func Run(root *probe.Node) {
	done := make(chan bool)
	go sort(probe.Data(root), done)
	<-done
	probe.Settle()
}
