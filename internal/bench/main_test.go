package bench

import (
	"fmt"
	"os"
	"testing"
)

// TestMain turns the test binary into the program whose memory is measured, where it is called as that.
func TestMain(m *testing.M) {
	if input := os.Getenv(measuredInput); input != "" {
		if err := measuredProgram(input); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}
