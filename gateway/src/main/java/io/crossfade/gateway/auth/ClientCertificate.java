package io.crossfade.gateway.auth;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Whom a client's certificate names. That it is to be believed was looked at before: somebody whom
/// the gateway trusts has signed it, and the client has its key.
public final class ClientCertificate {
  private static final int DNS_NAME = 2;

  private ClientCertificate() {}

  /// Whether it is this user's: by its common name, or by an alternative name of the kind DNS.
  public static boolean names(X509Certificate certificate, String user) {
    return commonNames(certificate).contains(user) || alternativeNames(certificate).contains(user);
  }

  private static List<String> commonNames(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .toList();
    } catch (InvalidNameException e) {
      return List.of();
    }
  }

  private static List<String> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.getFirst().equals(DNS_NAME))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
