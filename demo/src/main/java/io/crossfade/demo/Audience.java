package io.crossfade.demo;

import java.io.BufferedReader;
import org.jspecify.annotations.Nullable;

/// People before the dashboard, who move the shop themselves.
///
/// @param port on which it is served; 0 for a free one
/// @param keys what they type in the terminal; null where nobody can
/// @param stays whether they look on when all is over
record Audience(int port, @Nullable BufferedReader keys, boolean stays) {}
