package io.crossfade.gateway.reads;

/// A statement that only reads what both databases have.
///
/// @param name of it for people: the statement without its values
/// @param ordered whether its rows come in an order of their own
/// @param comparable whether both databases must give the same answer
public record Read(String name, boolean ordered, boolean comparable) {}
