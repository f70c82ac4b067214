// Package broken does not compile.
package broken

func walk() { go missing() }
