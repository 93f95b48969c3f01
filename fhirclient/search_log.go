package fhirclient

import "log/slog"

// log warns of a server whose pages do not add up, when they have come to their end.
func (s *Search) log() {
	log, st := s.client.cfg.Logger, &s.state
	if log == nil || st.repeated == 0 && !st.incomplete() {
		return
	}
	log.LogAttrs(s.ctx, slog.LevelWarn, "the pages of a search do not add up",
		slog.String("type", s.typ), slog.Int("pages", st.pages), slog.Int("matches", st.matches),
		slog.Int("repeated", st.repeated), slog.Int("total", st.total), slog.Bool("truncated", st.incomplete()),
		slog.Any("reasons", st.reasons(s.opts.MaxPages)))
}
