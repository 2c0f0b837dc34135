import { controller, elastic, machine, type Machine } from './machine';

let vm: Machine;
afterEach(() => vm.remove());
test('x', () => {
  vm = machine(elastic);
  const s = vm.run('boot');
  console.log(s, vm.logged(), vm.calls().join('\n'));
  vm.remove();
  vm = machine(controller);
  console.log(vm.run('boot'), vm.logged(), vm.calls().join('\n'));
});
