/** Style and script of the packet; both stand in the file itself. */

export const STYLE = `
:root{color-scheme:light;--paper:#fff;--ink:#10203a;--faint:#44546f;--line:#c5cdd9;--head:#eef1f6;--link:#0747a6;--bad:#9f1239;--good:#14532d}
@media screen and (prefers-color-scheme:dark){
:root{color-scheme:dark;--paper:#0f1722;--ink:#e6ebf2;--faint:#a9b5c6;--line:#3a4759;--head:#1b2635;--link:#8ab4ff;--bad:#ff9fb0;--good:#8fdcab}
}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
header,main,nav{max-width:80rem;margin:0 auto;padding:0 1rem}
header p{margin:.2rem 0}
h1{font-size:1.6rem;margin:1rem 0 0}
h2{font-size:1.3rem;margin:2rem 0 .5rem;border-bottom:2px solid var(--line)}
h3{font-size:1.05rem;margin:1.5rem 0 .4rem;overflow-wrap:anywhere}
p{margin:.4rem 0;overflow-wrap:anywhere}
a{color:var(--link)}
nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem;padding-top:.5rem;padding-bottom:.5rem}
nav a{padding:.25rem 0}
.search input{font:inherit;color:inherit;background:var(--paper);padding:.3rem .5rem;width:min(24rem,100%);border:1px solid var(--faint);border-radius:4px}
output{color:var(--faint)}
table{width:100%;border-collapse:collapse;margin:.6rem 0}
caption{position:absolute;left:-9999px}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border:1px solid var(--line);overflow-wrap:anywhere;min-width:4rem}
th{background:var(--head);overflow-wrap:normal}
.bad{color:var(--bad);font-weight:600}
.good{color:var(--good)}
.word{white-space:nowrap}
figure{margin:1rem 0;overflow-x:auto}
figure svg{width:100%;min-width:42rem;max-width:64rem;height:auto}
figcaption{color:var(--faint)}
[hidden]{display:none!important}
@media (max-width:45rem){
thead{position:absolute;left:-9999px}
tr{display:block;border:1px solid var(--line);margin:.6rem 0}
tbody,td{display:block}
td{border:0;min-width:0}
td::before{content:attr(data-name);display:block;font-size:.8rem;color:var(--faint);font-weight:400}
}
@media print{
body{font-size:9pt}
.search,nav{display:none}
thead{display:table-header-group}
tr,h2,h3,figure{break-inside:avoid}
h2,h3{break-after:avoid}
figure{overflow:visible}
figure svg{min-width:0}
a{color:inherit}
}
`;

/** Hides the rows that do not hold every word of the search, and sections left empty. */
export const SCRIPT = `
const box=document.getElementById('q'),count=document.getElementById('n');
const rows=[...document.querySelectorAll('tbody tr')].map(row=>({row,text:row.textContent.toLowerCase()}));
const sections=[...document.querySelectorAll('main section')];
box.addEventListener('input',()=>{
const words=box.value.toLowerCase().split(/\\s+/).filter(Boolean);
let found=0;
for(const {row,text} of rows){row.hidden=!words.every(word=>text.includes(word));if(!row.hidden)found++;}
for(const section of sections)section.hidden=words.length>0&&!section.querySelector('tbody tr:not([hidden])');
count.textContent=words.length?found+' of '+rows.length+' rows':'';
});
`;
