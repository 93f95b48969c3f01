package system

import "testing"

func FuzzQuantity(f *testing.F) {
	for _, test := range quantityPairs {
		f.Add(test.a, test.b)
	}
	for _, test := range quantityMath {
		f.Add(test.a, test.b)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		q, ok1 := ParseQuantity(a)
		p, ok2 := ParseQuantity(b)
		if !ok1 || !ok2 {
			return
		}
		if again, ok := ParseQuantity(q.String()); !ok || again != q {
			t.Errorf("%q parses as %s, which parses as %s, %t", a, q, again, ok)
		}
		order, known := q.Compare(p)
		back, knownBack := p.Compare(q)
		if order != -back || known != knownBack {
			t.Errorf("%s and %s compare as %d, %t and %d, %t", q, p, order, known, back, knownBack)
		}
		if known && order == 0 && !q.Equivalent(p) {
			t.Errorf("%s and %s are equal but not equivalent", q, p)
		}
		q.Add(p)
		q.Mul(p)
		q.Div(p)
		q.Convert(p.Unit)
	})
}
