-- Events of one kind, the newest first, in a log of a million: the drift of a migration, for its page.
create index event_kind on event (migration, type, seq);
