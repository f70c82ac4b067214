// Package lifo bounds a recursive fan-out.
package lifo
