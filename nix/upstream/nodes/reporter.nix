# SPDX-License-Identifier: Apache-2.0
# A node that reports every hour on the texts in /srv/texts.
{
  imports = [ ../profiles/node.nix ];

  networking.hostName = "reporter";
  # The release whose defaults the machine's state was made with; it stays when nixpkgs moves on.
  system.stateVersion = "26.05";

  services.dittograph.reports.texts = {
    paths = [ "/srv/texts" ];
    recursive = true;
    include = [ "*.txt" ];
    tally = true;
    onCalendar = "hourly";
    # What people put there is not always UTF-8. The report says which file is not.
    allowErrors = true;
  };
  systemd.tmpfiles.rules = [ "d /srv/texts 0755 root root -" ];
}
