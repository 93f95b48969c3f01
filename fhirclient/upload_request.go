package fhirclient

import "net/http"

// request sends a job's items, as often as the client repeats it, and returns a result for each of them.
func (up *upload) request(items []*item) []result {
	if up.cfg.Batch > 1 {
		return up.requestBatch(items)
	}
	return []result{up.requestOne(items[0])}
}

func (up *upload) requestOne(it *item) result {
	ctx := up.errand([]*item{it})
	var got *Result
	var err error
	if up.cfg.Method == UploadPut {
		got, err = up.client.Update(ctx, it.Data, &UpdateOptions{Minimal: true})
	} else {
		got, err = up.client.Create(ctx, it.Data, &CreateOptions{IfNoneExist: it.search, Minimal: true})
	}
	if err != nil {
		return result{err: err}
	}
	return result{created: got.Created}
}

func (up *upload) requestBatch(items []*item) []result {
	entries := make([]BatchEntry, len(items))
	for i, it := range items {
		entries[i] = BatchEntry{Method: http.MethodPost, URL: it.typ, IfNoneExist: it.search, Resource: it.Data}
		if up.cfg.Method == UploadPut {
			entries[i].Method, entries[i].URL = http.MethodPut, it.typ+"/"+it.id
		}
	}
	// The error of the batch as a whole is in the results of the entries that it hit.
	answers, _ := up.client.Batch(up.errand(items), entries)
	results := make([]result, len(items))
	for i := range answers {
		results[i] = result{created: answers[i].Status == http.StatusCreated, err: answers[i].Err}
	}
	return results
}
