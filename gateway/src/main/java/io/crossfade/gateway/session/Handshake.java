package io.crossfade.gateway.session;

import com.ongres.scram.common.util.TlsServerEndpoint;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// What the beginning of TLS has shown of both ends of a client's connection.
record Handshake(@Nullable SSLSession session) {
  static Handshake of(ChannelHandlerContext client) {
    SslHandler tls = client.pipeline().get(SslHandler.class);
    return new Handshake(tls == null ? null : tls.engine().getSession());
  }

  /// What channel binding binds a proof to (RFC 5929, tls-server-end-point): the hash of the
  /// certificate that the gateway has shown. Null where there is none to bind to.
  byte @Nullable [] endPoint() {
    Certificate[] own = session == null ? null : session.getLocalCertificates();
    if (own == null || own.length == 0 || !(own[0] instanceof X509Certificate certificate)) {
      return null;
    }
    try {
      byte[] hash = TlsServerEndpoint.getChannelBindingData(certificate);
      return hash.length == 0 ? null : hash; // its signature has no hash that both ends know
    } catch (CertificateEncodingException e) {
      return null;
    }
  }

  /// The client's certificate, which somebody vouches for whom the gateway trusts; null where he
  /// has shown none.
  @Nullable X509Certificate client() {
    try {
      return session != null && session.getPeerCertificates()[0] instanceof X509Certificate shown
          ? shown
          : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }
}
