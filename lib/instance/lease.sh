# shellcheck shell=bash
# An elastic broker is who its address says: the lowest free one of its zone, as a second address of its own interface.
# EC2 gives it to one machine only and frees it when that is gone: no clock, no lock, no janitor.

# The slot whose address metadata shows as ours.
held() { read -r ID ADDRESS HOST < <(imds "$nic/local-ipv4s" | grep -Fwf - slots); }

# One attempt: a hidden retry after a lost reply would find our own address taken. That we ask is on the disk first: metadata shows
# an address seconds later, and the power may go before that. Only a clear refusal is not looked after.
take() {
  touch asked
  sync asked .
  said=$(AWS_MAX_ATTEMPTS=1 aws ec2 assign-private-ip-addresses --no-allow-reassignment --network-interface-id "$(imds "$nic/interface-id")" --private-ip-addresses "$ADDRESS" 2>&1) && return
  [[ ! $said =~ $taken|Invalid|Limit|Unauth ]] && await 30 held && return
  ! rm asked
}

# The lowest slot that can be had. Only a taken one is passed over; any other answer says nothing about a slot: ask again for the same.
claim() { while read -r ID ADDRESS HOST; do
  take && return
  [[ ! $said =~ $taken ]] && return 2
done <slots; }

identity() {
  local mac nic said='' taken='move is not|InUse'
  mac=$(imds mac)
  nic=network/interfaces/macs/$mac
  held || { [ -e asked ] && await 60 held; } || await 180 claim || {
    [[ $said =~ $taken ]] && fail "no free address, raise slotsPerZone: $said"
    fail "no address, check role and interface: $said"
  }
  ip address replace "$ADDRESS/32" dev "$(ip -br link | awk -F'[ @]' "/$mac/{print \$1}")"
  echo "$ID $ADDRESS $HOST" >slot
}
