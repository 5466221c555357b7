package io.crossfade.dashboard;

/// What somebody has to allow before a step may begin.
///
/// @param what the step
/// @param state how many have, and how many are needed
/// @param who has, or who may
public record Approval(String what, String state, String who) {}
