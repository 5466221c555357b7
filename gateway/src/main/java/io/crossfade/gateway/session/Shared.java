package io.crossfade.gateway.session;

import io.crossfade.client.Router;
import io.crossfade.gateway.auth.Logins;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.Limits;
import io.netty.handler.ssl.SslContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What all sessions of a gateway share.
///
/// @param tls for clients; null if they can have none
/// @param held those that wait for a newer route
/// @param sessions clients that are logged in
/// @param strangers connections whose client has not begun to log in yet
/// @param reads how reads get to the side that is not written
public record Shared(
    Router router,
    Backends backends,
    Logins logins,
    Limits limits,
    @Nullable SslContext tls,
    boolean tlsRequired,
    BackendConnector connector,
    CancelKeys cancelKeys,
    Set<Crossing> held,
    Seats sessions,
    Seats strangers,
    SideReads reads) {}
