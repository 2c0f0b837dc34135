# shellcheck shell=bash
# An elastic broker is who its address says: the lowest free one of its zone, as a second address of its own interface.
# EC2 gives it to one machine only and frees it when that is gone: no clock, no lock, no janitor.
held() { imds "$nic/local-ipv4s" | grep -Fx "$ADDRESS"; }

# One attempt: a hidden retry after a lost reply would find our own address taken.
take() {
  said=$(AWS_MAX_ATTEMPTS=1 aws ec2 assign-private-ip-addresses --no-allow-reassignment --network-interface-id "$(imds "$nic/interface-id")" --private-ip-addresses "$ADDRESS" 2>&1) && return
  [[ ! $said =~ assigned,|InUse ]] && await 10 held
}

# slot COMMAND: the lowest slot that passes becomes ours.
slot() { while read -r ID ADDRESS HOST; do "$1" && return; done <slots; }
claim() { slot held || slot take; }

identity() {
  local mac nic said
  mac=$(imds mac)
  nic=network/interfaces/macs/$mac
  await 180 claim || fail "no free address, raise slotsPerZone: $said"
  # A reboot looks there.
  await 60 held || :
  ip address replace "$ADDRESS/32" dev "$(ip -br link | awk -F'[ @]' "/$mac/{print \$1}")"
  echo "$ID $ADDRESS $HOST" >slot
}
