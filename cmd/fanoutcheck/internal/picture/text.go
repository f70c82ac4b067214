package picture

import (
	"html"
	"math"
	"strings"
	"unicode"
)

// clean replaces what the names of files can have and a text should not, line
// breaks excepted.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// escape makes a text one of XML.
func escape(s string) string { return html.EscapeString(clean(s)) }

// No font comes with a picture, so nobody knows how wide a text will be. These
// are the widths of the widest of the fonts that the style names, in whole pixels.

// mono returns the width of a text in a font of that size whose letters are all
// alike.
func mono(s string, size float64) float64 {
	width := 0.0
	for _, r := range s {
		width += 0.61
		if wide(r) {
			width += 0.5
		}
	}
	return math.Ceil(width * size)
}

// sans returns the width of a text of 12 pixels.
func sans(s string) float64 {
	width := 0.0
	for _, r := range s {
		switch {
		case wide(r):
			width += 1.1
		case strings.ContainsRune("iljft.,:;'|!()[] ", r):
			width += 0.37
		case strings.ContainsRune("mwMW@%", r):
			width += 0.98
		case r >= 'A' && r <= 'Z':
			width += 0.7
		default:
			width += 0.62
		}
	}
	return math.Ceil(width * 12)
}

// strong returns the width of a text of 12 pixels in bold letters.
func strong(s string) float64 { return math.Ceil(1.15 * sans(s)) }

// wide reports whether a rune is twice as wide as a letter, as those of East
// Asian scripts are.
func wide(r rune) bool { return r >= 0x1100 }

// wrap breaks a text into lines of some width, between words.
func wrap(s string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		longer := strings.TrimLeft(line+" "+word, " ")
		if line != "" && sans(longer) > width {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
