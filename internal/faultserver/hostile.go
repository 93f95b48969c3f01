package faultserver

import (
	"math/rand/v2"
	"net/http"
)

// Hostile does to the requests of a server whatever it likes: it resets one connection in eight, answers one write in fifty
// with success and an OperationOutcome that says error, and refuses one request in four. What is reset or answered so has been
// processed or not.
func Hostile(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		processed := rand.IntN(2) == 0
		switch mood := rand.IntN(200); {
		case mood < 25 && processed:
			DropAfter(handler).ServeHTTP(w, r)
		case mood < 25:
			Drop().ServeHTTP(w, r)
		case mood < 29 && r.Method != http.MethodGet:
			if processed {
				handler.ServeHTTP(nowhere{header: http.Header{}}, r)
			}
			Done(http.StatusOK, "error").ServeHTTP(w, r)
		case mood < 79:
			Answer([]int{http.StatusTooManyRequests, http.StatusServiceUnavailable}[rand.IntN(2)], "").ServeHTTP(w, r)
		default:
			handler.ServeHTTP(w, r)
		}
	})
}
